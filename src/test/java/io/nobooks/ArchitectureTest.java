package io.nobooks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md, held by the build. */
@AnalyzeClasses(packages = "io.nobooks", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String WIRE = "io.nobooks.wire..";
  private static final String AUTH = "io.nobooks.auth..";
  private static final String ROOMS = "io.nobooks.rooms..";
  private static final String RELAY = "io.nobooks.relay..";
  private static final String WEB = "io.nobooks.web..";

  @ArchTest
  static final ArchRule auth_talks_to_others_only_over_the_bus =
      noClasses()
          .that()
          .resideInAPackage(AUTH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOMS, RELAY, WEB);

  @ArchTest
  static final ArchRule rooms_talk_to_others_only_over_the_bus =
      noClasses()
          .that()
          .resideInAPackage(ROOMS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AUTH, RELAY, WEB);

  @ArchTest
  static final ArchRule the_web_tier_touches_no_other_verticles_state =
      noClasses()
          .that()
          .resideInAPackage(WEB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AUTH, ROOMS);

  @ArchTest
  static final ArchRule the_wire_depends_on_nothing_of_ours_but_failure =
      classes()
          .that()
          .resideInAPackage(WIRE)
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.describe(
                  "are of the wire, Failure, or not ours",
                  (JavaClass type) ->
                      !type.getPackageName().startsWith("io.nobooks")
                          || type.getPackageName().startsWith("io.nobooks.wire")
                          || type.getName().startsWith(Failure.class.getName())));

  @ArchTest
  static final ArchRule the_event_bus_is_used_in_one_place =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Bus.class.getName())
          .should()
          .dependOnClassesThat()
          .areAssignableTo(EventBus.class);

  @ArchTest
  static final ArchRule metrics_are_written_in_one_place =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Meters.class.getName())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @Test
  void addresses_are_built_in_one_place() throws IOException {
    Pattern address = Pattern.compile("\"(room\\.|rooms\\.|auth\\.|web\\.of|relay\\.of)[^\"]*\"");
    assertThat(sources())
        .filteredOn(file -> !file.endsWith("Addresses.java"))
        .allSatisfy(
            file ->
                assertThat(
                        address.matcher(Files.readString(file)).results().map(hit -> hit.group()))
                    .as(file.toString())
                    .isEmpty());
  }

  @Test
  void nothing_is_printed_and_no_weak_randomness_is_used() throws IOException {
    Pattern banned =
        Pattern.compile("System\\.out|printStackTrace|new Random\\(|Math\\.random|Thread\\.sleep");
    assertThat(sources())
        .filteredOn(file -> !file.endsWith("MainVerticle.java") && !file.endsWith("NoBooks.java"))
        .allSatisfy(
            file ->
                assertThat(banned.matcher(Files.readString(file)).results().map(hit -> hit.group()))
                    .as(file.toString())
                    .isEmpty());
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
