/** What a system's way of starting the bridge at login is made of: which file to write, and which commands make it count. */

export type CommandLine = readonly [command: string, ...args: string[]];

export interface LoginFile {
	file: string;
	content: string;
	encoding: 'utf8' | 'utf16le';
}

export interface LoginStart extends LoginFile {
	/** `systemd`, as the user knows it. */
	by: string;
	/** What keeps it running after its user has logged out, where it ends then. */
	lingering?: { isOn: boolean; turnOn: CommandLine };
	/** What else is written, and goes with the file. */
	also: readonly LoginFile[];
	/** What in the content names this Node and this `pylon`. */
	names: string;
	/** What is there once the file counts, where that can be seen. */
	mark?: string;
	/** Makes the file count from the next login on. */
	enable: CommandLine[];
	/** Before it is started: ends what an installation before this one has left. There may be none. */
	unload: CommandLine[];
	/** Starts it now. */
	start: CommandLine[];
	/** Ends it now, and makes the file count no longer. */
	disable: CommandLine[];
	/** After the file is gone. */
	forget: CommandLine[];
}

export interface LoginOptions {
	home: string;
	env: NodeJS.ProcessEnv;
	/** Absolute: the Node that runs this, and the script that is `pylon`. */
	node: string;
	script: string;
	/** Of the user, where the system counts users. */
	uid: number;
	/** Empty where the user has no name. */
	user: string;
}
