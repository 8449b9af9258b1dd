import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifiedFingerprint } from '../../src/auth/client-certificate.ts'
import { makeCertificate } from '../support/certificate.ts'

const PEM = makeCertificate()
const FINGERPRINT = new X509Certificate(PEM).fingerprint256.replaceAll(':', '').toLowerCase()
const escaped = encodeURIComponent(PEM)

it('is the SHA-256 of what the proxy in front has verified', () => {
  expect(verifiedFingerprint({ 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': escaped })).toBe(FINGERPRINT)
})

it.each([
  [{}],
  [{ 'x-ssl-client-cert': escaped }],
  [{ 'x-ssl-client-verify': 'NONE', 'x-ssl-client-cert': escaped }],
  [{ 'x-ssl-client-verify': 'FAILED:self-signed certificate', 'x-ssl-client-cert': escaped }],
  [{ 'x-ssl-client-verify': 'SUCCESS, SUCCESS', 'x-ssl-client-cert': escaped }],
  [{ 'x-ssl-client-verify': 'SUCCESS' }],
  [{ 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': '%zz' }],
  [{ 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': escaped + escaped }],
])('is nothing without both headers as nginx writes them: %#', (headers) => {
  expect(verifiedFingerprint(headers)).toBeNull()
})
