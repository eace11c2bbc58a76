/** What workerd is told: one worker, its rooms on this disk, one socket. The format: `workerd.capnp` in the package `workerd`. */

export interface WorkerdConfig {
	/** Beside the configuration. */
	bundle: string;
	/** Classes of the bundle whose objects are rooms. The name of each is part of its rooms' identity on disk: it never changes. */
	classes: readonly string[];
	/** Folder for the rooms: one SQLite file each, in a folder named for the class. */
	rooms: string;
	compatibilityDate: string;
	/** `127.0.0.1:1999`, `[::1]:1999`, `0.0.0.0:1999`; port 0 picks a free one. */
	address: string;
	/** What the worker takes from workerd's environment. Neither this file nor any list of processes shows them. */
	fromEnvironment: readonly string[];
}

export function workerdConfig(config: WorkerdConfig): string {
	const namespaces = config.classes.map((name) => `( className = ${quoted(name)}, uniqueKey = ${quoted(name)}, enableSql = true )`);
	const bindings = [
		...config.classes.map((name) => `( name = ${quoted(name)}, durableObjectNamespace = ${quoted(name)} )`),
		'( name = "Disk", service = "disk" )',
		...config.fromEnvironment.map((name) => `( name = ${quoted(name)}, fromEnvironment = ${quoted(name)} )`),
	];
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  # A room keeps what it is told and throws away what it parsed: without this, V8 lets a third more of that lie about. (Others of its flags make
  # it compile all of its own scripts anew.)
  v8Flags = [ "--max-semi-space-size=1" ],
  services = [
    ( name = "party", worker = .party ),
    ( name = "disk", disk = ( path = ${quoted(config.rooms)}, writable = true ) ),
    # The party calls nobody: an address that it asked for would be one that somebody else gave it.
    ( name = "internet", network = ( allow = [] ) )
  ],
  sockets = [ ( name = "relay", address = ${quoted(config.address)}, http = (), service = "party" ) ]
);

const party :Workerd.Worker = (
  modules = [ ( name = "party.js", esModule = embed ${quoted(config.bundle)} ) ],
  compatibilityDate = ${quoted(config.compatibilityDate)},
  durableObjectNamespaces = [ ${namespaces.join(', ')} ],
  durableObjectStorage = ( localDisk = "disk" ),
  bindings = [ ${bindings.join(', ')} ]
);
`;
}

/** As Cap'n Proto's text format takes it, which is C's way. */
const quoted = (text: string): string => JSON.stringify(text);
