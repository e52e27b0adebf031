"""One module a task: what the product found, in the shape that the task's scorer reads."""
