/**
 * What a page is rendered from on the server and nobody is sent. SvelteKit writes out whatever a load
 * returns for its client runtime, even where a page has none: a third of the time it takes to answer with
 * a long page. In this wrapper, which `hooks.ts` knows, the data is passed by.
 */
export class Unsent<Data> {
  readonly data: Data

  constructor(data: Data) {
    this.data = data
  }
}
