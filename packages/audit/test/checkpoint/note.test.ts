import {
  cosign,
  ed25519Signer,
  formatVerifierKey,
  type NoteSigner,
  openCheckpoint,
  parseNote,
  parseVerifierKey,
  signCheckpoint,
  signNote,
  verifierKey,
  verifyNote,
} from '@tezgah/audit'
import { describe, expect, it } from 'vitest'

const hex = (base64: string): Uint8Array => Buffer.from(base64, 'base64')

// The example of C2SP signed-note.
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const exampleNote =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'

// The test of golang.org/x/mod/sumdb/note: a published secret key, text and signature.
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const goSeed = hex('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').subarray(1)
const goText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const goNote = `${goText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

// A checkpoint of a public Certificate Transparency log with the cosignatures of public witnesses.
const publicNote = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`
const publicOrigin = 'arche2025h1.staging.ct.transparency.dev'
const publicKeys = [
  'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f',
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
]

describe('published notes', () => {
  it('verifies the example of the specification', () => {
    const key = parseVerifierKey(exampleKey)
    expect(formatVerifierKey(key)).toBe(exampleKey)
    const note = parseNote(exampleNote)
    expect(note?.text).toBe('This is an example message.\n')
    expect(note && verifyNote(note, [key])).toEqual([{ key, seenAt: null }])
  })

  it('signs as Go does, byte for byte', () => {
    const signer = ed25519Signer('PeterNeumann', goSeed)
    expect(formatVerifierKey(verifierKey('PeterNeumann', 1, signer.publicKey))).toBe(goKey)
    expect(signNote(goText, [signer])).toBe(goNote)
  })

  it("verifies a public log's checkpoint and its witnesses' cosignatures", () => {
    const keys = publicKeys.map(parseVerifierKey)
    const opened = openCheckpoint(publicNote, publicOrigin, keys)
    expect(opened).toMatchObject({
      status: 'verified',
      checkpoint: {
        size: 1_432_088_532,
        root: Buffer.from(hex('U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=')).toString('hex'),
      },
    })
    const by = opened.status === 'verified' ? opened.by : []
    expect(by.map(({ key, seenAt }) => [key.name, seenAt])).toEqual([
      [publicOrigin, null],
      ...publicKeys.slice(1).map((key) => [key.split('+')[0], 0x6a122120]),
    ])
  })
})

const seed = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)
const log = ed25519Signer('example.com/desk', seed(1))
const witness = ed25519Signer('witness.example', seed(2))
const logKey = verifierKey(log.name, 1, log.publicKey)
const witnessKey = verifierKey(witness.name, 4, witness.publicKey)
const checkpoint = { origin: 'example.com/desk', size: 7, root: 'ab'.repeat(32) }

describe('openCheckpoint', () => {
  const note = signCheckpoint(checkpoint, [log])
  const text = note.slice(0, note.indexOf('\n\n') + 1)
  const cosigned = note + cosign(text, 1_750_000_000, witness)

  it('tells who signed, and when a witness saw it', () => {
    expect(openCheckpoint(cosigned, log.name, [logKey, witnessKey])).toEqual({
      status: 'verified',
      checkpoint,
      by: [
        { key: logKey, seenAt: null },
        { key: witnessKey, seenAt: 1_750_000_000 },
      ],
    })
  })

  it('ignores the signatures of others, and believes none without one of its own', () => {
    const stranger = ed25519Signer('stranger.example', seed(3))
    const crowded = signCheckpoint(checkpoint, [stranger, log])
    expect(openCheckpoint(crowded, log.name, [logKey])).toMatchObject({ status: 'verified', by: [{ key: logKey }] })
    expect(openCheckpoint(crowded, log.name, [witnessKey])).toEqual({
      status: 'refused',
      reason: 'no signature of a known key',
    })
  })

  it('bears two signatures while a key is replaced, and each is enough', () => {
    const next = ed25519Signer(log.name, seed(4))
    const nextKey = verifierKey(next.name, 1, next.publicKey)
    const both = signCheckpoint(checkpoint, [log, next])
    expect(openCheckpoint(both, log.name, [logKey])).toMatchObject({ status: 'verified' })
    expect(openCheckpoint(both, log.name, [nextKey])).toMatchObject({ status: 'verified' })
  })

  it.each([
    ['over another text', { ...log, sign: (message: Uint8Array) => log.sign(message.subarray(1)) }],
    [
      'over the text without its last line feed',
      { ...log, sign: (message: Uint8Array) => log.sign(message.subarray(0, -1)) },
    ],
    ['of another key under this name', { ...ed25519Signer(log.name, seed(5)), publicKey: log.publicKey }],
  ] satisfies [string, NoteSigner][])('refuses a signature %s', (_, signer) => {
    const reason = 'a signature does not fit'
    expect(openCheckpoint(signCheckpoint(checkpoint, [signer]), log.name, [logKey])).toEqual({
      status: 'refused',
      reason,
    })
    const mixed = note + signCheckpoint(checkpoint, [signer]).slice(text.length + 1)
    expect(openCheckpoint(mixed, log.name, [logKey]), 'beside a good one').toEqual({ status: 'refused', reason })
  })

  it('refuses a cosignature with another time, and one passed off as a signature', () => {
    const other =
      note +
      cosign(text, 1_750_000_000, {
        ...witness,
        sign: (m) => witness.sign(Buffer.from(String(Buffer.from(m)).replace('time 1', 'time 2'))),
      })
    expect(openCheckpoint(other, log.name, [logKey, witnessKey])).toMatchObject({ reason: 'a signature does not fit' })
    const plain = signNote(text, [witness])
    expect(openCheckpoint(plain, log.name, [witnessKey])).toMatchObject({ reason: 'no signature of a known key' })
  })

  it('refuses a checkpoint of another log', () => {
    expect(openCheckpoint(note, 'example.com/other', [logKey])).toMatchObject({ reason: 'a checkpoint of another log' })
  })

  it('refuses every change of a byte: nothing but this very checkpoint verifies', () => {
    const bytes = Buffer.from(cosigned)
    const outcomes = new Set<string>()
    for (let offset = 0; offset < bytes.length; offset++) {
      for (const flip of [1, 0x20, 0x80]) {
        const changed = Buffer.from(bytes)
        changed[offset] = (changed[offset] ?? 0) ^ flip
        const opened = openCheckpoint(String(changed), log.name, [logKey, witnessKey])
        // A line that names no known key any more is ignored; then the other signature must have held.
        if (opened.status === 'verified') expect([opened.checkpoint, opened.by.length]).toEqual([checkpoint, 1])
        outcomes.add(opened.status === 'verified' ? 'one signature ignored' : opened.reason)
      }
      const cut = openCheckpoint(String(bytes.subarray(0, offset)), log.name, [logKey, witnessKey])
      if (cut.status === 'verified') expect(cut.checkpoint).toEqual(checkpoint)
    }
    expect(outcomes.size).toBeGreaterThan(3)
  })

  it.each([
    ['nothing', ''],
    ['no signature', text],
    [
      'a size with a leading zero',
      signNote('example.com/desk\n07\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n', [log]),
    ],
    [
      'a size that is no number',
      signNote('example.com/desk\n1e3\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n', [log]),
    ],
    ['a root that is too short', signNote('example.com/desk\n7\nq6ur\n', [log])],
    [
      'loose bits in base64',
      `${note.replace(/=\n$/, '').replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))}=\n`,
    ],
    ['a signature line that is none', `${note}— x\n`],
    ['a hundred signatures too many', note + note.slice(text.length + 1).repeat(100)],
  ])('refuses %s', (_, wrong) => {
    expect(openCheckpoint(wrong, log.name, [logKey]).status).toBe('refused')
  })
})

describe('verifier keys', () => {
  it.each([
    ['another id', goKey.replace('c74f20a3', 'c74f20a4')],
    ['another type', 'PeterNeumann+c74f20a3+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a part of one', goKey.slice(0, -4)],
    ['no name', goKey.slice('PeterNeumann'.length)],
    ['a name with a space', goKey.replace('PeterNeumann', 'Peter Neumann')],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(RangeError)
  })

  it('refuses names and keys that cannot be, and texts that no note can have', () => {
    expect(() => verifierKey('a+b', 1, log.publicKey)).toThrow('a key name must not be empty')
    expect(() => verifierKey('a', 1, new Uint8Array(31))).toThrow('an Ed25519 public key has 32 bytes, was 31')
    expect(() => signNote('no line feed', [log])).toThrow(RangeError)
    expect(() => signNote('an\n\nempty line\n', [log])).toThrow(RangeError)
    expect(() => signCheckpoint({ ...checkpoint, size: -1 }, [log])).toThrow(
      'size must be a whole number from 0, was -1',
    )
    expect(() => signCheckpoint({ ...checkpoint, origin: 'a b' }, [log])).toThrow('origin must not be empty')
    expect(() => signCheckpoint({ ...checkpoint, root: 'ab' }, [log])).toThrow('root must be 64 hexadecimal digits')
  })
})
