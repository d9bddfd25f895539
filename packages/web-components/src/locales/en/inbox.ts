/** Texts of the agents' inbox. */
export const inbox = {}
