import { expect, it } from 'vitest'
import { EXECUTOR_ROUTES } from '../../src/upstream/executor-routes.ts'
import { routesOfDocument } from '../../src/upstream/routes-of-document.ts'
import { startExecutor } from '../support/services.ts'

it('the list of routes is what the executor of this checkout says of itself', { timeout: 60_000 }, async () => {
  const executor = await startExecutor('a-token-of-this-list-84c1')
  const document = await fetch(`${executor.url}/openapi.json`).then((answer) => answer.json())
  await executor.close()
  expect(EXECUTOR_ROUTES, 'run "npm run routes" in examples/proxy beside a running executor').toEqual(
    routesOfDocument(document),
  )
})

it('a document of another form is refused', () => {
  expect(() => routesOfDocument({ paths: { '/x': { get: { responses: 3 } } } })).toThrow(/responses/)
})
