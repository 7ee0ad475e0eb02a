// The worker's end: a file comes in, steps and a verdict go out. Here the page stays alive whatever the file does.
import { Refusal } from "./refusal.js";
import { UNPACKED_BYTES_MAX } from "./unzip.js";
import { verify } from "./verify.js";

onmessage = async ({ data: file }) => {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const bytes = await contentOf(file);
    const tellFound = (found) => postMessage({ found: { ...found, seconds: seconds() } });
    const verdict = await verify(bytes, (step) => postMessage({ step }), tellFound);
    postMessage({ verdict: { ...verdict, seconds: seconds() } });
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal("failed", { why: String(error) });
    postMessage({ refused: { code: refusal.code, facts: refusal.facts } });
  }
};

async function contentOf(file) {
  if (file.size > UNPACKED_BYTES_MAX) throw new Refusal("tooLarge", { n: UNPACKED_BYTES_MAX / 2 ** 20 });
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Refusal("notAFile");
  }
}
