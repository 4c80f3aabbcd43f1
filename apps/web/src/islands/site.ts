import { AtlasMap } from './atlas-map.ts'
import { DeskKeys } from './desk-keys.ts'
import { ExplorerLoader } from './explorer-loader.ts'
import { GraphSlice } from './graph-slice.ts'
import { PasskeyButton } from './passkey-button.ts'
import { SearchBox } from './search-box.ts'
import { TopicField } from './topic-field.ts'

customElements.define('search-box', SearchBox)
customElements.define('graph-slice', GraphSlice)
customElements.define('passkey-button', PasskeyButton)
customElements.define('desk-keys', DeskKeys)
customElements.define('atlas-map', AtlasMap)
customElements.define('topic-field', TopicField)
customElements.define('explorer-loader', ExplorerLoader)
