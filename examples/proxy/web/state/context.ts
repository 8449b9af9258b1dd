import { type Context, createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** A service that `main.tsx` creates once, for every component below its provider. */
export type ServiceContext<T> = {
  readonly Provider: Context<T | null>['Provider']
  /** The service; throws where no provider is around the component. */
  readonly use: () => T
}

export function createServiceContext<T>(name: string): ServiceContext<T> {
  const context = createContext<T | null>(null)
  return {
    Provider: context.Provider,
    use: () => {
      const service = useContext(context)
      if (service === null) throw new Error(`${name}: this component is outside the provider of the service`)
      return service
    },
  }
}
