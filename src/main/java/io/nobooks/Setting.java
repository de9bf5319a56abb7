package io.nobooks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting means, and its value where nobody gives one. The key is the component's name in
 * lower case with dashes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The built-in default as it would stand in the file; lists as JSON. */
  String value();

  /** One line for the README's table. */
  String says();

  /** The smallest number, size (bytes) or duration (ms) that makes sense. */
  long min() default 0;

  /** The largest one. */
  long max() default Long.MAX_VALUE;

  /** The words that are allowed, where a text is one of a few. */
  String[] oneOf() default {};
}
