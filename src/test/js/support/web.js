import { webcrypto } from "node:crypto"

/** Older Node has WebCrypto, but not as a global. */
globalThis.crypto ??= webcrypto
