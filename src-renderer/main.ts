import { createApp } from 'vue'
import { createPinia } from 'pinia'
import * as z from 'zod'
import { connect } from '#shared/contract/connect.ts'
import App from './App.vue'
import { createHost } from './host/create-host.ts'
import { createStudioRouter } from './router.ts'
import { provideSession } from './stores/session.ts'
import { useStudioStore } from './stores/studio.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/tables.css'

// the page's policy forbids compiled checks
z.config({ jitless: true })

const host = createHost()
const pinia = createPinia()
const client = connect(() => host.openWire(), {
  onState: (state) => useStudioStore(pinia).noteConnection(state),
})
provideSession({ client, host })

createApp(App).use(pinia).use(createStudioRouter()).mount('#app')
