import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HeapDirection, OrderHeap } from '../../src/storage/order-heap.ts'

type Item = { readonly level: number; readonly sequence: number; heapIndex: number }

const item = (level: number, sequence: number): Item => ({ level, sequence, heapIndex: -1 })

function filled(direction: HeapDirection, levels: readonly number[]): OrderHeap<Item> {
  const ladder = new OrderHeap<Item>(direction)
  levels.forEach((level, sequence) => {
    ladder.push(item(level, sequence), level, sequence)
  })
  return ladder
}

function drain(ladder: OrderHeap<Item>): number[][] {
  const taken: number[][] = []
  for (let next = ladder.pop(); next !== undefined; next = ladder.pop()) taken.push([next.level, next.sequence])
  return taken
}

test('a rising price touches the lowest level first, of one level the oldest order', () => {
  const expected = [
    [5, 2],
    [7, 0],
    [7, 3],
    [9, 1],
  ]
  expect(drain(filled('rising', [7, 9, 5, 7]))).toEqual(expected)
})

test('a falling price touches the highest level first, of one level the oldest order', () => {
  const expected = [
    [9, 1],
    [7, 0],
    [7, 3],
    [5, 2],
  ]
  expect(drain(filled('falling', [7, 9, 5, 7]))).toEqual(expected)
})

test('the top of an empty ladder is a level that no price reaches', () => {
  expect(new OrderHeap('rising').top).toBe(Number.POSITIVE_INFINITY)
  expect(new OrderHeap('falling').top).toBe(Number.NEGATIVE_INFINITY)
  const ladder = filled('falling', [3])
  expect(ladder.top).toBe(3)
  ladder.pop()
  expect(ladder.top).toBe(Number.NEGATIVE_INFINITY)
  expect(ladder.peek()).toBeUndefined()
  expect(ladder.pop()).toBeUndefined()
})

test('an item that is in no ladder, or in another one, is not removed', () => {
  const ladder = filled('rising', [1, 2])
  const outside = item(1, 7)
  expect(ladder.remove(outside)).toBe(false)
  const other = new OrderHeap<Item>('rising')
  other.push(outside, 1, 7)
  expect(ladder.remove(outside)).toBe(false)
  expect([ladder.length, other.length]).toEqual([2, 1])
  expect(other.remove(outside)).toBe(true)
  expect(outside.heapIndex).toBe(-1)
  expect(other.remove(outside)).toBe(false)
})

describe.each(['rising', 'falling'] as const)('%s', (direction) => {
  test('agrees with a sorted list under any pushes, pops and removals', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ push: fc.integer({ min: 1, max: 12 }) }) },
      { weight: 2, arbitrary: fc.constant('pop' as const) },
      { weight: 2, arbitrary: fc.record({ remove: fc.nat() }) },
    )
    const sign = direction === 'rising' ? 1 : -1
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const ladder = new OrderHeap<Item>(direction)
        const model: Item[] = []
        steps.forEach((what, sequence) => {
          if (what === 'pop') {
            expect(ladder.pop()).toBe(model.shift())
          } else if ('push' in what) {
            const added = item(what.push, sequence)
            ladder.push(added, added.level, sequence)
            model.push(added)
            model.sort((a, b) => sign * (a.level - b.level) || a.sequence - b.sequence)
          } else if (model.length > 0) {
            const [gone] = model.splice(what.remove % model.length, 1)
            expect(ladder.remove(gone!)).toBe(true)
            expect(gone!.heapIndex).toBe(-1)
          }
          expect(ladder.peek()).toBe(model[0])
          expect(ladder.top).toBe(model[0]?.level ?? sign * Number.POSITIVE_INFINITY)
          expect(ladder.length).toBe(model.length)
        })
        expect(new Set(ladder)).toEqual(new Set(model))
      }),
    )
  })
})
