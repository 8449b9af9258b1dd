import { render } from 'preact'
import { createApi } from './api/client.ts'
import { App } from './app.tsx'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app element')
render(<App api={createApi((path, init) => fetch(path, init))} />, root)
