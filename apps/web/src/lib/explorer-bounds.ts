/** Nodes of a slice around the focus of an explorer, and around whoever is expanded in it. */
export const aroundFocus = 100
export const aroundExpanded = 60
