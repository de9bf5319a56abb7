package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two hundred modules in one file: the same program, in the same order. */
class PackTest {
  private static final String PAGE =
      """
      <html>
          <link rel="stylesheet" href="css/a.css">
          <link rel="stylesheet" href="css/b.css">
          <script type="importmap">{ "imports": { "lib": "./vendor/lib.js" } }</script>
          <script src="js/main.js" type="module"></script>
      </html>
      """;

  private static Pack.Packed pack(Map<String, String> modules) {
    Map<String, String> files = new HashMap<>(modules);
    files.put("index.html", PAGE);
    files.put("css/a.css", "a {}\n");
    files.put("css/b.css", "b {}\n");
    return Pack.of(files, styles -> "pack/s.css", script -> "pack/m.js");
  }

  @Test
  void the_page_names_the_two_files_in_the_place_of_many() {
    Pack.Packed packed = pack(Map.of("js/main.js", "start()\n"));

    assertThat(packed.page())
        .containsOnlyOnce("<link rel=\"stylesheet\" href=\"pack/s.css\">")
        .containsOnlyOnce("<script src=\"pack/m.js\" type=\"module\"></script>")
        .contains("importmap")
        .doesNotContain("css/", "js/main.js");
    assertThat(packed.styles()).isEqualTo("a {}\nb {}\n");
  }

  @Test
  void a_module_is_called_once_behind_what_it_imports() {
    Pack.Packed packed =
        pack(
            Map.of(
                "js/main.js",
                "import lib, { other as more } from \"lib\"\nimport { one } from \"./ui/one.js\"\ngo(one)\n",
                "js/ui/one.js",
                "/** Not needed. */\nimport * as all from \"lib\"\nexport const one = all\nexport async function two() {}\n",
                "vendor/lib.js",
                "var a=1;export default a;export{a as other};//# end"));

    assertThat(packed.script())
        .isEqualTo(
            """
            const m0 = (() => {
            var a=1;const __default = a;//# end
            return { other: a, default: __default }
            })()
            const m1 = (() => {
            const all = m0;
            const one = all
            async function two() {}

            return { one, two }
            })()
            const m2 = (() => {
            const { default: lib, other: more } = m0;
            const { one: one } = m1;
            go(one)

            return {  }
            })()
            """);
  }

  @Test
  void what_is_passed_on_is_the_same_thing() {
    Pack.Packed packed =
        pack(
            Map.of(
                "js/main.js", "import { x } from \"./mid.js\"\nuse(x)\n",
                "js/mid.js", "export { y as x } from \"./end.js\"\n",
                "js/end.js", "export class y {}\n"));

    assertThat(packed.script()).contains("return { x: m0.y }");
  }

  @Test
  void an_address_beside_a_module_stays_where_it_was() {
    Pack.Packed packed = pack(Map.of("js/main.js", "go(new URL(\"./w.js\", import.meta.url))\n"));

    assertThat(packed.script())
        .contains("new URL(\"./w.js\", new URL(\"../js/main.js\", import.meta.url).href)");
  }

  @Test
  void a_library_that_comes_when_it_is_needed_stays_outside() {
    assertThat(pack(Map.of("js/main.js", "import(\"lib\").then(go)\n")).script())
        .contains("import(\"lib\").then(go)")
        .doesNotContain("m1");
    assertThatThrownBy(() -> pack(Map.of("js/main.js", "import(\"./a.js\")\n")))
        .hasMessageContaining("cannot be packed");
  }

  @Test
  void what_it_cannot_pack_is_refused() {
    String cycle = "import { a } from \"./main.js\"\nexport const b = a\n";
    assertThatThrownBy(
            () ->
                pack(
                    Map.of(
                        "js/main.js",
                        "import { b } from \"./b.js\"\nexport const a = b\n",
                        "js/b.js",
                        cycle)))
        .hasMessageContaining("cycle");
    assertThatThrownBy(() -> pack(Map.of("js/main.js", "export var a = 1\n")))
        .hasMessageContaining("cannot be packed");
    assertThatThrownBy(() -> pack(Map.of("js/main.js", "import \"./none.js\"\n")))
        .hasMessageContaining("no file");
    assertThatThrownBy(() -> pack(Map.of("js/main.js", "import \"unmapped\"\n")))
        .hasMessageContaining("unmapped");
  }
}
