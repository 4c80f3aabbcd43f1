/** The library in a browser: what runs anywhere, and the backends of a browser. */
export * from './index.ts'
export { openBackend } from './runtime/open-backend.browser.ts'
