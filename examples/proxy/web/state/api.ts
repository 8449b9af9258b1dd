import type { Api } from '../api/client.ts'
import { createServiceContext } from './context.ts'

export const { Provider: ApiProvider, use: useApi } = createServiceContext<Api>('useApi')
