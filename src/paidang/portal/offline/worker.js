// The worker's end: a file comes in, steps and a verdict go out. Here the page stays alive whatever the file does.
import { Refusal } from "./refusal.js";
import { verify } from "./verify.js";

onmessage = async ({ data: file }) => {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const tellFound = (found) => postMessage({ found: { ...found, seconds: seconds() } });
    const verdict = await verify(bytes, (step) => postMessage({ step }), tellFound);
    postMessage({ verdict: { ...verdict, seconds: seconds() } });
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal("failed", { why: String(error) });
    postMessage({ refused: { code: refusal.code, facts: refusal.facts } });
  }
};
