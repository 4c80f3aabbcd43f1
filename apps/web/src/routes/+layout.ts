/** No client runtime: every page is whole as it leaves the server. */
export const csr = false
