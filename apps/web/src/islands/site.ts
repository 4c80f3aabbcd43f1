import { GraphSlice } from './graph-slice.ts'
import { SearchBox } from './search-box.ts'

customElements.define('search-box', SearchBox)
customElements.define('graph-slice', GraphSlice)
