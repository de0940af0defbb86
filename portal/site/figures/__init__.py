"""Public figures of the portal: counted, made safe for people behind small numbers, said in words."""
