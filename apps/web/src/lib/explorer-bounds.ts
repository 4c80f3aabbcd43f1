/** Nodes of a slice around the focus of an explorer, and around whoever is expanded in it. */
export const aroundFocus = 100
export const aroundExpanded = 60
/** Of those expanded, whose surroundings a page reads before it answers: a slice costs as much as a page. */
export const expandedOnServer = 8
