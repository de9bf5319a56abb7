/** Scripts that come when they are needed, and workers: no others, Trusted Types hold us to it. */

/* From where the bundle lies too, which is beside this folder. */
const SCRIPTS = Object.freeze({
  digest: new URL("../js/digest-worker.js", import.meta.url).href,
  downloads: new URL("../dl/worker.js", import.meta.url).href,
  installed: new URL("../installed.js", import.meta.url).href,
  uploads: new URL("../vendor/tus.min.js", import.meta.url).href,
})

const policy = globalThis.trustedTypes?.createPolicy("nobooks", {
  createScriptURL(url) {
    if (!Object.values(SCRIPTS).includes(url)) throw new TypeError("not a script of this page")
    return url
  },
})
const script = name => policy?.createScriptURL(SCRIPTS[name]) ?? SCRIPTS[name]

export function startWorker(name) {
  return new Worker(script(name), { type: "module" })
}

/** @returns {Promise<ServiceWorker>} the worker that answers below /dl/ */
export async function downloadsWorker() {
  const registration = await navigator.serviceWorker.register(script("downloads"))
  const worker = registration.active ?? registration.waiting ?? registration.installing
  if (worker.state !== "activated") await activated(worker)
  return worker
}

function activated(worker) {
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve()
      if (worker.state === "redundant") reject(new Error("the download worker was not installed"))
    })
  })
}

let uploading = null

/** @returns {Promise<object>} tus-js-client, which most visits do not need */
export function uploadLibrary() {
  uploading ??= new Promise((resolve, reject) => {
    const element = document.createElement("script")
    element.src = script("uploads")
    element.onload = () => resolve(globalThis.tus)
    element.onerror = () => {
      uploading = null
      element.remove()
      reject(new Error("the upload library did not come"))
    }
    document.head.append(element)
  })
  return uploading
}

/**
 * Where the page was installed as an app, keeps its own files for a start without the network. A
 * browser that only visits keeps nothing.
 */
export function keepWhereInstalled() {
  const { serviceWorker } = navigator
  if (!serviceWorker) return
  const register = () => serviceWorker.register(script("installed")).catch(() => {})
  if (matchMedia("(display-mode: standalone)").matches) register()
  addEventListener("appinstalled", register)
}
