// The sides' signatures on a bundle: Ed25519 over its digest, one file per key (ADR 0014).
import { canonical, hex, isObject, readCanonical, sha256 } from "./canonical.js";

const PURPOSE = "paidang bundle 1";

/** Who signed, by fingerprint; what is wrong; and whether this browser could not check. */
export async function checkSignatures(files, digest) {
  const found = { signedBy: [], differences: [], unchecked: false };
  for (const [file, bytes] of files) {
    if (!file.startsWith("signatures/")) continue;
    const signature = await readSignature(file, bytes);
    if (!signature) found.differences.push({ file, reason: "notASignature" });
    else {
      const good = await isOf(signature, digest);
      if (good === null) found.unchecked = true;
      else if (good) found.signedBy.push(file.slice(-21, -5));
      else found.differences.push({ file, reason: "signatureDiffers" });
    }
  }
  found.signedBy.sort();
  return found;
}

async function readSignature(file, bytes) {
  const value = readCanonical(bytes)?.value;
  if (!isObject(value) || Object.keys(value).sort().join() !== "public_key,signature") return null;
  const [key, signature] = [fromHex(value.public_key), fromHex(value.signature)];
  if (!key || !signature) return null;
  return file === `signatures/${(await sha256(key)).slice(0, 16)}.json` ? { key, signature } : null;
}

/** Whether the key made it, of this digest; null where the browser knows no Ed25519. */
async function isOf({ key, signature }, digest) {
  if (key.length !== 32) return false;
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch (error) {
    return error.name === "NotSupportedError" ? null : false;
  }
  return crypto.subtle.verify("Ed25519", imported, signature, canonical({ digest, purpose: PURPOSE }));
}

/** Small digits only, so that no touched file reads as the same signature. */
function fromHex(text) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) return null;
  const bytes = Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
  return hex(bytes) === text ? bytes : null;
}
