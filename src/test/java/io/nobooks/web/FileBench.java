package io.nobooks.web;

import io.vertx.core.json.JsonObject;

/**
 * The file routes alone, with pretended rooms, for bench/files.sh: prints its port, a token and two
 * rooms, one that takes sealed content only and one that does not, and runs until it is ended.
 */
final class FileBench {
  private FileBench() {}

  public static void main(String[] folder) throws Exception {
    JsonObject settings = new JsonObject().put("relay", new JsonObject().put("spool", folder[0]));
    FileBed bed = new FileBed(settings);
    FileRoom sealed = bed.room(true);
    FileRoom open = bed.room(false);
    FileMember member = bed.member(sealed, open);
    System.out.println(bed.port + " " + member.token + " " + sealed.id + " " + open.id);
  }
}
