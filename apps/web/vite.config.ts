import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      paths: { relative: false },
      // `hooks.server.ts` refuses whatever is sent, from this site or another, and says what is taken instead.
      csrf: { trustedOrigins: ['*'] },
    }),
  ],
  // A font inlined as data: would be refused by the Content-Security-Policy.
  build: { assetsInlineLimit: 0 },
  environments: {
    ssr: {
      build: {
        // Shared with the serving process, so that both see the same classes. Listing them in
        // `dependencies` is not enough: the Svelte plugin bundles whatever is linked from the workspace.
        rolldownOptions: {
          external: [/^@bzpeer\//],
          // One chunk for all components, and so one style sheet, which is kept from page to page and
          // styles what an island brings in later.
          output: { codeSplitting: { groups: [{ name: 'components', test: /\/src\/lib\/components\// }] } },
        },
      },
    },
  },
  // The islands: one module for browsers, imported for its address with `?worker&url`.
  worker: { format: 'es', rolldownOptions: { output: { minify: true } } },
})
