import { expect, test } from "./server.ts";

test("the whole way without a mouse", async ({ page }) => {
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("@is_cosmic");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("status-line")).toContainText("@is_cosmic");
  await page.getByTestId("run-table").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("run-page")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("run-table")).toBeVisible();
});

test("nothing comes from elsewhere, and no policy is broken", async ({ page, url }) => {
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) elsewhere.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.reload();
  await page.getByTestId("run-row").first().click();
  await expect(page.getByTestId("run-view")).toBeVisible();
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});
