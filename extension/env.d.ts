/// <reference types="wxt/vite-builder-env" />
/// <reference types="svelte" />
