package io.nobooks.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.Failure;
import io.nobooks.web.RawHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  private static final Mount REFUSING =
      router -> {
        router
            .get("/refuse/:what")
            .handler(ctx -> ctx.fail(Failure.valueOf(ctx.pathParam("what")).refused()));
        router.get("/wait").handler(ctx -> ctx.fail(Failure.TOO_FAST.afterMs(1_500)));
        router
            .get("/traced")
            .handler(ctx -> ctx.fail(Failure.INTERNAL.refused().tracedAs("abcdefghij")));
        router
            .get("/detailed")
            .handler(ctx -> ctx.fail(Failure.BAD_COMMAND.because("cid is missing")));
        return Future.succeededFuture();
      };

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = new TestNode(new JsonObject(), REFUSING);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Answer get(String target) throws IOException {
    return RawHttp.get(node.port, target, "");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void every_failure_has_its_status_code_and_slug(Failure failure) throws IOException {
    Answer answer = get("/refuse/" + failure.name());
    JsonObject problem = new JsonObject(answer.body());

    assertThat(answer.status()).isEqualTo(failure.status);
    assertThat(problem.getInteger("code")).isEqualTo(failure.code);
    assertThat(problem.getString("slug")).isEqualTo(failure.slug());
    assertThat(problem.getInteger("status")).isEqualTo(failure.status);
    assertThat(problem.getString("title")).isNotBlank().doesNotContain("Unknown");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo(failure.status == 401 ? "Bearer" : "");
  }

  @Test
  void a_wait_is_told_in_ms_and_in_whole_seconds() throws IOException {
    Answer answer = get("/wait");

    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(new JsonObject(answer.body()).getInteger("afterMs")).isEqualTo(1_500);
  }

  @Test
  void a_trace_of_elsewhere_is_passed_on() throws IOException {
    assertThat(new JsonObject(get("/traced").body()).getString("trace")).isEqualTo("abcdefghij");
  }

  @Test
  void a_detail_is_told_to_whoever_reads_it() throws IOException {
    assertThat(new JsonObject(get("/detailed").body()).getString("detail"))
        .isEqualTo("cid is missing");
  }
}
