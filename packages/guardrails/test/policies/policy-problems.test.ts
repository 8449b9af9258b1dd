import { compilePolicies, describePolicy, policyProblems } from '@tezgah/guardrails'
import { expect, it } from 'vitest'
import { allPolicies, allSet } from '../example.ts'

it('names everything that is wrong, where, what is allowed and what stands there', () => {
  const policies = [
    { name: 'a', kind: 'maxQuantity', maxQuantity: 5 },
    { name: 'b b', kind: 'maxQuantity', maxQuantity: '-1' },
    { name: 'c', kind: 'maxSize' },
  ]
  expect(policyProblems({ version: 2, policies })).toMatchObject([
    { path: 'version', received: '2' },
    { path: 'policies.0.maxQuantity', limit: 'Invalid input: expected string, received number', received: '5' },
    { path: 'policies.1.name', received: '"b b"' },
    { path: 'policies.1.maxQuantity', limit: 'must be zero or above', received: '"-1"' },
    { path: 'policies.2.kind', limit: expect.stringContaining('one of maxQuantity, '), received: '"maxSize"' },
  ])
  expect(policyProblems(null)).toMatchObject([{ path: '', received: 'null' }])
  expect(policyProblems(allSet)).toEqual([])
})

it('explains each kind in one sentence that holds every limit', () => {
  for (const policy of compilePolicies(allSet).data.policies) {
    const sentence = describePolicy(policy)
    expect(sentence).toMatch(/^\S+ refuses an? .*[^.]\.$/)
    for (const [key, value] of Object.entries(policy)) {
      if (/^max(?!.*Ms)|^losses|^stops|Fraction/.test(key)) expect(sentence, policy.kind).toContain(String(value))
    }
  }
  expect(describePolicy({ ...allPolicies[0]!, mode: 'shadow', onBreach: 'needsApproval', symbols: ['BTCTRY'] })).toBe(
    'quantity only reports, and else asks a person about an order of more than 0.05 in base currency, for BTCTRY alone.',
  )
})
