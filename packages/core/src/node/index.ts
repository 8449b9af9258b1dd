export { sha256InPieces } from './sha256.ts'
