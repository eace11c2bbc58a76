/** `pylon --help`, made of the commands' definitions by `npm run docs`; a test fails when it is out of date. */
export const HELP = `
  pylon: see your team's coding agents, live, before they collide

  Rooms
    init          open a room on a relay; you become its admin
    join          enter a room that you were invited to
    invite        make an invite and print the line to send
    members       who is in the room
    rename        change what the room calls you
    rooms         the rooms of this machine
    use           make a room the current one
    leave         leave a room; nothing of yours stays in it

  Day to day
    status        the board: agents, what needs you first
    collisions    whose unmerged changes meet
    hooks         tell agents themselves who else is in a file
    notify        be told away from the browser: by the desktop, or a webhook
    share         which repositories the room hears of
    start         run the bridge, which keeps your rooms up to date
    stop          end the bridge
    pause         share nothing, at once; the room sees that you paused
    resume        share again
    browser       show this machine’s agents in the browser, without a token
    link          make a token that pairs a browser or another machine of yours

  Look closer
    peek          exactly what was sent and what would be sent
    policy        what the room lets agents tell
    mcp           an MCP server: agents ask who is in a file, say what they plan
    doctor        check everything, with a fix for each finding
    service       start the bridge at login
    completion    print a script that completes commands and flags

  Every question has a flag, every listing --json. More: pylon COMMAND --help

  $ pylon init --room acme-sprint --server https://pylon.acme.dev
  $ pylon status --all --watch
`;
