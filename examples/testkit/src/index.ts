export { openChromium } from './chromium.ts'
