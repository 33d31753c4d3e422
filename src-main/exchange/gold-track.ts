/** The gold labels on their way out. Derived from the other tracks, so nothing is ever imported into it. */
export const TRACK_GOLD = 'gold'
