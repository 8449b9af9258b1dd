import { createHash } from 'node:crypto'
import {
  checkConsistency,
  checkInclusion,
  createTree,
  createTreeView,
  EMPTY_ROOT,
  EMPTY_TREE,
  proveConsistency,
  proveInclusion,
  type TreeState,
} from '@tezgah/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const sha = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(typeof part === 'string' ? Buffer.from(part, 'hex') : part)
  return hash.digest('hex')
}

/** RFC 6962 §2.1, word for word. */
function definedRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return sha()
  if (leaves.length === 1) return sha('00', leaves[0] ?? '')
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha('01', definedRoot(leaves.slice(0, k)), definedRoot(leaves.slice(k)))
}

const hashes = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => sha(Buffer.from(`leaf ${index}`)))
const stateAt = (leaves: readonly string[], size: number): TreeState => {
  const tree = createTree()
  for (const leaf of leaves.slice(0, size)) tree.append(leaf)
  return tree.state()
}

// The vectors of the Certificate Transparency reference implementation: transparency-dev/merkle, testonly/constants.go
// and reference_test.go (Apache-2.0; facts only).
const referenceLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const referenceRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaf0 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
const leaf1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'
const leaf4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
const leaf5 = '4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658'
const leaves2to3 = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e'
const leaves4to5 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a'
const leaves6to7 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0'
const leaves0to3 = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
const leaves4to7 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
const rootAt = (size: number): string => referenceRoots[size] ?? ''

describe('the reference vectors', () => {
  const view = createTreeView(referenceLeaves)

  it('gives the published roots', () => {
    const tree = createTree()
    expect(tree.root()).toBe(EMPTY_ROOT)
    const roots = [tree.root()]
    for (const leaf of referenceLeaves) {
      tree.append(leaf)
      roots.push(tree.root())
    }
    expect(roots).toEqual(referenceRoots)
  })

  it.each([
    [0, 1, []],
    [0, 2, [leaf1]],
    [1, 2, [leaf0]],
    [1, 5, [leaf0, leaves2to3, leaf4]],
    [0, 8, [leaf1, leaves2to3, leaves4to7]],
    [5, 8, [leaf4, leaves6to7, leaves0to3]],
    [4, 8, [leaf5, leaves6to7, leaves0to3]],
  ])('proves leaf %i in %i leaves as published', (index, size, proof) => {
    expect(proveInclusion(view, index, size)).toEqual(proof)
    expect(checkInclusion(referenceLeaves[index] ?? '', index, { size, root: rootAt(size) }, proof)).toBe(true)
  })

  it.each([
    [1, 1, []],
    [1, 8, [leaf1, leaves2to3, leaves4to7]],
    [2, 5, [leaves2to3, leaf4]],
    [6, 8, [leaves4to5, leaves6to7, leaves0to3]],
  ])('proves that %i leaves begin %i as published', (older, newer, proof) => {
    expect(proveConsistency(view, older, newer)).toEqual(proof)
    const heads = [older, newer].map((size) => ({ size, root: rootAt(size) }))
    expect(checkConsistency(heads[0]!, heads[1]!, proof)).toBe(true)
  })
})

describe('the tree of any size', () => {
  const leaves = hashes(70)
  const heads = leaves.map((_, size) => ({ size, root: definedRoot(leaves.slice(0, size)) }))

  it('has the root that RFC 6962 defines, however it was taken up again', () => {
    for (const head of heads) {
      const tree = createTree(stateAt(leaves, Math.floor(head.size / 3)))
      for (const leaf of leaves.slice(tree.size, head.size)) tree.append(leaf)
      expect({ size: tree.size, root: tree.root() }).toEqual(head)
    }
  })

  it('proves and checks every leaf of every size, and takes no proof for another leaf, size, root or length', () => {
    const view = createTreeView(leaves)
    for (const head of heads.slice(1, 40)) {
      for (let index = 0; index < head.size; index++) {
        const proof = proveInclusion(view, index, head.size)
        const leaf = leaves[index] ?? ''
        expect(checkInclusion(leaf, index, head, proof)).toBe(true)
        expect(checkInclusion(leaves[index + 1] ?? '', index, head, proof)).toBe(false)
        expect(checkInclusion(leaf, index, { ...head, root: leaf }, proof)).toBe(false)
        expect(checkInclusion(leaf, index, head, [...proof, leaf])).toBe(false)
        if (proof.length > 0) expect(checkInclusion(leaf, index, head, proof.slice(0, -1))).toBe(false)
        if (head.size > 1) expect(checkInclusion(leaf, (index + 1) % head.size, head, proof)).toBe(false)
      }
      expect(checkInclusion(leaves[head.size] ?? '', head.size, head, [])).toBe(false)
    }
  })

  it('proves and checks every pair of sizes, and takes no proof for other roots or of another length', () => {
    const view = createTreeView(leaves)
    for (const newer of heads) {
      for (const older of heads.slice(0, newer.size + 1)) {
        const proof = proveConsistency(view, older.size, newer.size)
        expect(checkConsistency(older, newer, proof), `${older.size} in ${newer.size}`).toBe(true)
        const other = leaves[0] ?? ''
        expect(checkConsistency({ ...older, root: other }, newer, proof)).toBe(false)
        if (older.size > 0) expect(checkConsistency(older, { ...newer, root: other }, proof)).toBe(false)
        expect(checkConsistency(older, newer, [...proof, other])).toBe(false)
        if (proof.length > 0) expect(checkConsistency(older, newer, proof.slice(0, -1))).toBe(false)
        if (older.size < newer.size) expect(checkConsistency(newer, older, proof)).toBe(false)
      }
    }
  })

  it('proves the same from the records after a state as from all of them', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (a, b, c) => {
        const [from = 0, older = 0, newer = 0] = [a, b, c].sort((x, y) => x - y)
        const whole = createTreeView(leaves.slice(0, newer))
        const rest = createTreeView(leaves.slice(from, newer), stateAt(leaves, from))
        expect(proveConsistency(rest, older)).toEqual(proveConsistency(whole, older))
        if (older < newer) expect(proveInclusion(rest, older)).toEqual(proveInclusion(whole, older))
      }),
    )
  })

  it('finds every proof wrong in which one byte was changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 69 }), fc.nat(), fc.nat(), fc.nat(63), (newer, pick, which, digit) => {
        const older = 1 + (pick % newer)
        const proof = proveConsistency(createTreeView(leaves), older, newer)
        if (proof.length === 0) return
        const hash = proof[which % proof.length] ?? ''
        const flipped = (Number.parseInt(hash[digit] ?? '0', 16) ^ 1).toString(16)
        const changed = proof.with(which % proof.length, hash.slice(0, digit) + flipped + hash.slice(digit + 1))
        expect(checkConsistency(heads[older]!, heads[newer]!, changed)).toBe(false)
      }),
    )
  })
})

it('refuses states and sizes that cannot be', () => {
  expect(() => createTree({ size: 3, frontier: [leaf0] })).toThrow('frontier must have 2 hashes for size 3, had 1')
  expect(() => createTree({ size: 1, frontier: ['x'] })).toThrow('frontier must hold 64 lower-case hexadecimal digits')
  expect(() => createTree({ size: -1, frontier: [] })).toThrow(RangeError)
  expect(() => createTreeView([], { size: 1, frontier: [] })).toThrow(RangeError)
  const view = createTreeView(hashes(3), stateAt(hashes(5), 5))
  expect(() => proveInclusion(view, 2)).toThrow('leaf 0 is not there, the view begins at 5')
  expect(() => proveInclusion(view, 8)).toThrow('index must be a whole number from 0 to 7, was 8')
  expect(() => proveConsistency(view, 9)).toThrow('oldSize must be a whole number from 0 to 8, was 9')
  expect(checkConsistency({ size: 0, root: leaf0 }, { size: 1, root: leaf0 }, [])).toBe(false)
  expect(checkInclusion('zz', 0, { size: 1, root: leaf0 }, [])).toBe(false)
  expect(createTree(EMPTY_TREE).state()).toEqual(EMPTY_TREE)
})
