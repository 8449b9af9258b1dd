import { Validator } from '@seriousme/openapi-schema-validator'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeContract, readContract } from '../contract/contract.ts'

type Operation = {
  readonly operationId?: string
  readonly security?: unknown
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

describe('the OpenAPI document', () => {
  let made: Awaited<ReturnType<typeof makeContract>>
  let operations: readonly Operation[]

  beforeAll(async () => {
    made = await makeContract()
    operations = Object.values<object>(JSON.parse(made.document).paths).flatMap((item) => Object.values(item))
  })

  it('is valid by a validator that is not ours', async () => {
    expect(await new Validator().validate(JSON.parse(made.document))).toEqual({ valid: true })
  })

  it('is the committed one, and the types of the panel are made from it: npm run contract', async () => {
    const committed = await readContract()
    expect(committed.document).toBe(made.document)
    expect(committed.types).toBe(made.types)
  })

  it('refers to nothing that it does not hold', () => {
    const { components } = JSON.parse(made.document)
    const refs = [...made.document.matchAll(/"\$ref": "([^"]*)"/g)].map(([, ref = '']) => ref)
    const held = Object.entries<object>(components).flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    )
    expect(refs.length).toBeGreaterThan(100)
    expect(refs.filter((ref) => !held.includes(ref))).toEqual([])
  })

  it('names every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId)
    expect(ids.filter((id) => id === undefined)).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('lists the refusals that follow from access and body', () => {
    for (const { operationId, requestBody, responses, security } of operations) {
      expect(Object.keys(responses), operationId).toEqual(
        expect.arrayContaining(['400', '403', '408', '421', '431', '500', '503']),
      )
      if (security !== undefined)
        expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['401', '429']))
      if (requestBody !== undefined)
        expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(['413', '415']))
    }
  })
})
