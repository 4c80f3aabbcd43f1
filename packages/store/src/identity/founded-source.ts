/** Who says that there is such a person, of records that this site makes from names on bylines. */
export const foundedSource = 'this site'
