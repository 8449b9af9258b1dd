import { expect, it } from 'vitest'
import { QueryCache } from '../../src/sqlite/store-client.ts'

const bench = () => {
  const commits = new Int32Array(new SharedArrayBuffer(4))
  const cache = new QueryCache(commits)
  let reads = 0
  const ask = (question: string, answer: unknown = question) =>
    cache.get(question, () => {
      reads++
      return answer
    })
  return { commits, ask, reads: () => reads }
}

it('answers the same question once between two commits', () => {
  const { commits, ask, reads } = bench()
  expect([ask('a'), ask('a'), ask('b'), ask('none', null), ask('none', null)]).toEqual(['a', 'a', 'b', null, null])
  expect(reads()).toBe(3)
  Atomics.add(commits, 0, 1)
  expect([ask('a', 'new'), ask('a')]).toEqual(['new', 'new'])
  expect(reads()).toBe(4)
})

it('keeps nothing of a commit that comes while it reads', () => {
  const { commits, ask } = bench()
  const cache = new QueryCache(commits)
  cache.get('a', () => {
    Atomics.add(commits, 0, 1)
    return 'before'
  })
  expect(cache.get('a', () => 'after')).toBe('after')
  expect(ask('b')).toBe('b')
})

it('keeps no long pages, and only so many answers', () => {
  const { ask, reads } = bench()
  const page = { jobs: Array.from({ length: 11 }), nextCursor: null }
  ask('page', page)
  ask('page', page)
  expect(reads()).toBe(2)
  for (let n = 0; n <= 200; n++) ask(`${n}`)
  ask('200')
  expect(reads()).toBe(203)
  ask('0')
  expect(reads()).toBe(204)
})
