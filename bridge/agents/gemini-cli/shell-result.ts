/** How a command ended, which Gemini CLI and its fork Qwen Code say to their model in words only. */

/** A command's result ends with its exit code: so much of it is looked at. */
export const RESULT_END = 200;

/** The client's own words at the end of what a command printed, as they stand in the file. */
const EXIT_CODE = /\\nExit Code: (\d+)(?:\\n(?:Signal|Background PIDs|Process Group PGID): [^\\]*)*(?:\\n<\/untrusted_context>)?$/;

export function hasFailed(output: string | undefined): boolean {
	const code = EXIT_CODE.exec(output ?? '')?.[1];
	return code !== undefined && code !== '0';
}
