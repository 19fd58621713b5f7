// Reads each file named on the command line with a parser that is not ours, and says what it found as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, ...files] = process.argv.slice(2);
const { parseFeed } = createRequire(modules)("@rowanmanning/feed-parser");
const told = files.map((file) => {
  const feed = parseFeed(readFileSync(file, "utf8"));
  return {
    type: feed.meta.type,
    title: feed.title,
    language: feed.language,
    self: feed.self,
    url: feed.url,
    updated: feed.updated,
    items: feed.items.map((item) => ({
      id: item.id,
      title: item.title,
      url: item.url,
      published: item.published,
      updated: item.updated,
      content: item.content ?? item.description,
      categories: item.categories.map((category) => category.label ?? category.term),
    })),
  };
});
console.log(JSON.stringify(told));
