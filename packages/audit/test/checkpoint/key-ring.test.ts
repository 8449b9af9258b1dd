import {
  ed25519Signer,
  frameNote,
  keyRotation,
  rotateKey,
  signCheckpoint,
  splitNotes,
  trustCheckpoints,
  verifierKey,
} from '@tezgah/audit'
import { expect, it } from 'vitest'
import { createLogWriter, event } from '../events.ts'

const origin = 'example.com/desk'
const signers = [1, 2, 3].map((fill) => ed25519Signer(origin, new Uint8Array(32).fill(fill)))
const [old, next, stranger] = signers as [(typeof signers)[0], (typeof signers)[0], (typeof signers)[0]]
const [oldKey, nextKey, strangerKey] = [old, next, stranger].map(({ name, publicKey }) =>
  verifierKey(name, 1, publicKey),
)
const writer = createLogWriter()
writer.append(event(1))
const { record } = writer.add((context) => rotateKey(context, oldKey!, nextKey!))
writer.append(event(2))
const rotations = [keyRotation(record)!]
const note = (size: number, ...by: typeof signers): string => signCheckpoint({ origin, ...writer.heads[size]! }, by)

it('trusts a new key once the old one has signed a checkpoint that covers the change', () => {
  const notes = [note(2, old), note(3, old, next), note(4, next)]
  expect(trustCheckpoints({ notes, origin, key: oldKey!, rotations })).toEqual({
    heads: [writer.heads[2], writer.heads[3], writer.heads[4]],
    keys: [oldKey, nextKey],
    refused: [],
  })
})

it('does not trust a new key that the old one never confirmed', () => {
  const notes = [note(2, old), note(4, next)]
  expect(trustCheckpoints({ notes, origin, key: oldKey!, rotations })).toMatchObject({
    heads: [writer.heads[2]],
    refused: [{ index: 1, reason: 'no signature of a known key' }],
  })
  const forged = [{ seq: 1, from: oldKey!.id, to: strangerKey! }]
  expect(trustCheckpoints({ notes: [note(4, stranger)], origin, key: oldKey!, rotations: forged }).heads).toEqual([])
})

it('reads a change of keys from its record only', () => {
  expect(keyRotation(record)).toEqual({ seq: 2, from: oldKey!.id, to: nextKey })
  expect(keyRotation({ ...record, actor: 'other' })).toBeNull()
  expect(keyRotation({ ...record, details: { from: 'x', to: 'y' } })).toBeNull()
})

it('reads the notes of a file of checkpoints, and leaves what a crash cut', () => {
  const notes = [note(2, old), note(3, old, next)]
  const file = notes.map(frameNote).join('')
  expect(splitNotes(file)).toEqual(notes)
  expect(splitNotes(file.slice(0, -1))).toEqual(notes.slice(0, 1))
  expect(splitNotes('')).toEqual([])
})
