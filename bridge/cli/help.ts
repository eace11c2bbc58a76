/** `pylon --help`: one screen. */
export const HELP = `
  pylon: see your team's coding agents, live, before they collide

  Rooms
    init                    open a room on a relay
    join                    enter a room that you were invited to
    invite                  make an invite; list, revoke
    members, rename NAME    who is in the room; what it calls you
    rooms, use ROOM         the rooms of this machine; choose one
    leave                   leave a room

  Day to day
    status                  the board: --all, --operator NAME, --watch
    collisions              who edits the same file, now
    share                   what the room hears of: list, add, remove
    start, stop             the bridge, which keeps the room up to date
    pause, resume           share nothing for a while
    link                    pair a browser or another machine

  Look closer
    peek                    exactly what was sent and would be sent
    policy                  what a room, or you, let agents tell
    doctor                  check everything, with a fix for each finding
    service                 start the bridge at login: install, remove
    completion SHELL        completion for bash, zsh, fish

  Every question has a flag, every listing --json. More: pylon COMMAND --help

  $ pylon init --room acme-sprint --server https://pylon.acme.dev
  $ pylon invite --expires 2d --uses 5
  $ pylon status --all --watch
`;
