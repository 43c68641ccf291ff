/**
 * An example of a plug-in for `rcdb update`: the weather in the hall, which some other program writes to a JSON file such as
 * {"pressure": 1013.2, "temperature": 21.5}. docs/updates.md explains how to set it up.
 */
import { readFile } from "node:fs/promises";

const conditions = {
  pressure: { name: "air_pressure", description: "Air pressure in the hall [hPa]" },
  temperature: { name: "air_temperature", description: "Air temperature in the hall [°C]" },
};

/**
 * @param {{ file?: string }} options from the configuration file
 * @returns {import("../../core/updates/plugin.ts").UpdatePlugin}
 */
export default function weatherPlugin({ file }) {
  if (!file) throw new Error("The option “file” is missing: the file with the weather.");
  return {
    name: "weather",
    async update({ signal, warn }) {
      /** @type {Record<string, unknown>} */
      const weather = JSON.parse(await readFile(file, { encoding: "utf8", signal }));
      const values = [];
      for (const [key, { name }] of Object.entries(conditions)) {
        const value = weather[key];
        if (typeof value === "number") values.push({ name, value });
        else warn(`The weather has no ${key}.`);
      }
      return {
        types: Object.values(conditions).map((condition) => ({ ...condition, type: "float" })),
        conditions: values,
      };
    },
  };
}
