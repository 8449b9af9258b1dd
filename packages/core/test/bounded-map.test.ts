import { BoundedMap, BoundedSet } from '@tezgah/core/bounded-map'
import fc from 'fast-check'
import { expect, it } from 'vitest'

it('has the youngest entries, as a list that is cut would', () => {
  const step = fc.tuple(fc.constantFrom('set', 'delete', 'get'), fc.integer({ min: 0, max: 9 }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step), (max, steps) => {
      const map = new BoundedMap<number, string>(max)
      let model: [number, string][] = []
      for (const [index, [kind, key]] of steps.entries()) {
        const found = model.find(([known]) => known === key)
        if (kind === 'get') expect(map.get(key)).toBe(found?.[1])
        else if (kind === 'delete') {
          expect(map.delete(key)).toBe(found !== undefined)
          model = model.filter(([known]) => known !== key)
        } else {
          map.set(key, String(index))
          if (found !== undefined) found[1] = String(index)
          else model = [...model, [key, String(index)] as [number, string]].slice(-max)
        }
        expect([...map.keys()]).toEqual(model.map(([known]) => known))
        expect([...map.values()]).toEqual(model.map(([, value]) => value))
        expect(map.size).toBe(model.length)
        expect(map.has(key)).toBe(model.some(([known]) => known === key))
      }
      map.clear()
      expect(map.size).toBe(0)
    }),
  )
})

it('has each value once, and forgets the oldest', () => {
  const set = new BoundedSet<string>(2)
  expect([set.add('a'), set.add('b'), set.add('a'), set.add('c')]).toEqual([true, true, false, true])
  expect([set.has('a'), set.has('b'), set.has('c'), set.size]).toEqual([false, true, true, 2])
  expect([set.delete('b'), set.delete('b')]).toEqual([true, false])
  set.clear()
  expect(set.size).toBe(0)
})

it('evicts a value that is undefined too', () => {
  const map = new BoundedMap<string | undefined, number>(1)
  map.set(undefined, 1)
  map.set('a', 2)
  expect([...map.keys()]).toEqual(['a'])
})

it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %s', (max) => {
  expect(() => new BoundedMap(max)).toThrow('max must be a whole number from 1, received')
  expect(() => new BoundedSet(max)).toThrow(RangeError)
})
