/** First letters of the first and the last word of a name. */
export const initials = (name: string): string => name.replace(/^(.).*?(?:\s(\S)\S*)?$/u, '$1$2').toUpperCase()

/** A hue of 0 to 359 that stays with an id. */
export const hue = (id: string): number => [...id].reduce((sum, char) => (sum * 137 + char.charCodeAt(0)) % 360, 7)
