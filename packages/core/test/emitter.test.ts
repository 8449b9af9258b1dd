import { Emitter } from '@tezgah/core/emitter'
import { expect, it } from 'vitest'

type Events = { readonly price: number; readonly closed: undefined }

it('calls the listeners of an event in order, until they are removed', () => {
  const emitter = new Emitter<Events>(() => undefined)
  const seen: string[] = []
  const remove = emitter.on('price', (price) => seen.push(`first ${price}`))
  emitter.on('price', (price) => seen.push(`second ${price}`))
  emitter.on('closed', () => seen.push('closed'))
  emitter.emit('price', 1)
  expect(emitter.listenerCount('price')).toBe(2)
  remove()
  remove()
  emitter.emit('price', 2)
  emitter.emit('closed', undefined)
  expect(seen).toEqual(['first 1', 'second 1', 'second 2', 'closed'])
  expect(emitter.listenerCount('price')).toBe(1)
})

it('calls the same listener once for each time that it was added', () => {
  const emitter = new Emitter<Events>(() => undefined)
  const seen: number[] = []
  const listener = (price: number) => seen.push(price)
  const removeFirst = emitter.on('price', listener)
  emitter.on('price', listener)
  removeFirst()
  removeFirst()
  emitter.emit('price', 1)
  expect(seen).toEqual([1])
})

it('reports what a listener throws, and calls the others', () => {
  const errors: unknown[] = []
  const emitter = new Emitter<Events>((error) => errors.push(error))
  const seen: number[] = []
  emitter.on('price', () => {
    throw new Error('broken')
  })
  emitter.on('price', (price) => seen.push(price))
  emitter.emit('price', 1)
  expect(seen).toEqual([1])
  expect(errors).toEqual([new Error('broken')])
})
