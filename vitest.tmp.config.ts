import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['e2e/cli/{collisions,membership,story}.test.ts'], testTimeout: 180000, hookTimeout: 180000, fileParallelism: false } });
