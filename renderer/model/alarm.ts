/** How the station calls people who look elsewhere. */
import type { Notice } from "./notices.ts";

/** Hertz, one tone after the other: up for a start, down for an end, the same again and again where something is amiss. */
const tones: Record<Notice["kind"], readonly number[]> = {
  started: [523, 784],
  ended: [784, 523],
  silent: [659, 659, 659, 659],
  limit: [880, 587, 880, 587],
};
const secondsOfTone = 0.18;
const loudness = 0.2;

/** Plays the tones of a notice. Throws where the system has no sound. */
export function playNotice({ kind }: Notice): void {
  const audio = new AudioContext();
  const gain = audio.createGain();
  gain.gain.value = loudness;
  gain.connect(audio.destination);
  const last = tones[kind].map((frequency, at) => {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    const start = audio.currentTime + at * secondsOfTone * 1.4;
    tone.start(start);
    tone.stop(start + secondsOfTone);
    return tone;
  });
  last.at(-1)?.addEventListener("ended", () => void audio.close());
}

/** Whether the system shows notices of this window; people may be asked for it. */
export async function mayNotify(): Promise<boolean> {
  // A page that was not loaded over a secure connection has no notifications.
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}

export function showNotice({ words, kind }: Notice, database: string): void {
  new Notification(words, { body: database, tag: `rcdb-${kind}`, silent: true });
}
